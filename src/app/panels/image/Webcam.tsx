import { useEffect, useRef, useState, type ReactNode } from 'react';
import { strings } from '../../strings.ts';

const text = strings.webcam;
const frameIntervalMs = 200;

/** The camera's picture; `onFrame` gets it five times a second. It is switched off when this leaves the page. */
export default function Webcam({ onFrame }: { onFrame: (video: HTMLVideoElement) => void }): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  const take = useRef(onFrame);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    take.current = onFrame;
  });
  useEffect(() => {
    let stream: MediaStream | null = null;
    let isGone = false;
    const stop = () => stream?.getTracks().forEach((track) => track.stop());
    const start = async () => {
      // Typed as always there, but insecure pages lack it.
      const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
      if (!mediaDevices) return setProblem(text.missing);
      stream = await mediaDevices.getUserMedia({ video: { width: 320, height: 320 } });
      if (isGone || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play();
    };
    start().catch((error: unknown) => {
      if (!isGone) setProblem(text.refused(error instanceof Error ? error.message : String(error)));
    });
    const timer = setInterval(() => {
      if (video.current && video.current.videoWidth > 0) take.current(video.current);
    }, frameIntervalMs);
    return () => {
      isGone = true;
      clearInterval(timer);
      stop();
    };
  }, []);
  if (problem !== null) return <p className="image-problem">{problem}</p>;
  return <video ref={video} className="camera" muted playsInline aria-label={text.label} />;
}
