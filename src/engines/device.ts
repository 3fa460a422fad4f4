// Where models run. What is chosen is a wish of the operator's; what is had is each engine's to say.

/** `auto`: CUDA where it can be had, else the CPU; `cuda`: CUDA or nothing. */
export const DEVICE_CHOICES = ['auto', 'cpu', 'cuda'] as const;
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];
export type Device = 'cpu' | 'cuda';

/** A model that is loaded. */
export interface ModelOnDevice {
  /** Its id. */
  readonly model: string;
  /** For people: `cpu`, `cuda`, or an endpoint's host. */
  readonly device: string;
}
