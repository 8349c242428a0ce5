/** Where the cache keeps the edition of the draft that the last edit of this window made. */
export const ownEdition = ['draft.own'] as const
