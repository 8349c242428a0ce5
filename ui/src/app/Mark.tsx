/** The product mark: three lines of a list, the last one ending in a tick. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <rect width="16" height="16" rx="3.6" fill="var(--accent)" />
      <path
        d="M3.8 4H12.2M3.8 8H8.5M3.8 12H5M7.6 10.6 9.35 12.35 12.3 8.1"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
