#!/usr/bin/env bash
# Renders every size that the bundler and the tray want from rolecall.svg and tray.svg.
# Needs rsvg-convert (Debian: librsvg2-bin) and python3. Run it after either drawing has changed.
set -euo pipefail
cd "$(dirname "$0")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

square() { # size file
  rsvg-convert --width "$1" --height "$1" rolecall.svg --output "$2"
}

# macOS draws its icons inside a margin: 824 of 1024.
inset() { # size file
  local inner=$(($1 * 824 / 1024))
  local edge=$((($1 - inner) / 2))
  rsvg-convert --width "$inner" --height "$inner" --page-width "$1" --page-height "$1" \
    --left "$edge" --top "$edge" rolecall.svg --output "$2"
}

tray() { # state colour size file
  printf '* { color: %s; }\n' "$2" >"$work/tray.css"
  if [ "$1" != in-sync ]; then
    printf '.tick { display: none; }\n.%s { display: inline !important; }\n' "$1" >>"$work/tray.css"
  fi
  rsvg-convert --stylesheet "$work/tray.css" --width "$3" --height "$3" tray.svg --output "$4"
}

square 32 32x32.png
square 64 64x64.png
square 128 128x128.png
square 256 128x128@2x.png
square 512 icon.png
for size in 30 44 71 89 107 142 150 284 310; do
  square "$size" "Square${size}x${size}Logo.png"
done
square 50 StoreLogo.png

for size in 16 24 32 48 64 256; do square "$size" "$work/ico-$size.png"; done
for size in 16 32 64 128 256 512 1024; do inset "$size" "$work/icns-$size.png"; done
python3 pack.py "$work" icon.ico icon.icns

# Black for light panels (and as macOS's template image), white for dark ones.
mkdir -p tray
for state in in-sync running attention quarantined off; do
  for colour in black white; do
    tray "$state" "$colour" 32 "tray/$state-$colour.png"
    tray "$state" "$colour" 64 "tray/$state-$colour@2x.png"
  done
done
