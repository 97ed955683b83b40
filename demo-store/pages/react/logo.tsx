export const Logo = () => (
  <svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.8"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M12 21v-9M12 12C9 10 8 7 8.5 3M12 12c3-2 4-5 3.5-9M12 12V3" />
    <path d="M7.5 21C5 18.5 5.5 14.5 8.5 12.5h7c3 2 3.5 6 1 8.5z" />
  </svg>
);

export const Tick = () => (
  <svg
    viewBox="0 0 24 24"
    width="28"
    height="28"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <path d="M5 13l4.5 4.5L19 7" />
  </svg>
);
