import { useState } from 'react';

interface CopyButtonProps {
  text: string;
  /** What is copied, for those who hear the button's name alone. */
  what: string;
}

/** Puts a text into the clipboard. */
export function CopyButton({ text, what }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  // Browsers give the clipboard only to pages they consider secure.
  if (!navigator.clipboard) return null;

  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" className="playground-button" aria-label={`Copy ${what}`} onClick={copy}>
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}
