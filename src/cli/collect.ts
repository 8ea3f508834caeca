/** Gathers a repeatable option. */
export const each = (value: string, previous: readonly string[] = []): readonly string[] => [...previous, value];

/** Gathers a repeatable option whose values are separated by commas. */
export const listed = (value: string, previous: readonly string[] = []): readonly string[] => [
  ...previous,
  ...value
    .split(/[,，、]/)
    .map((word) => word.trim())
    .filter((word) => word !== ""),
];
