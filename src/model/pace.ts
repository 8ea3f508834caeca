/** Milliseconds from which an answer is slow where nobody says how long it may take. */
export const usuallySlow = 3000;
