// Where models run. What is chosen is a wish of the operator's; what is had is each engine's to say.

/** `auto`: CUDA where it can be had, else the CPU; `cuda`: CUDA or nothing. */
export const DEVICE_CHOICES = ['auto', 'cpu', 'cuda'] as const;
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];
export type Device = 'cpu' | 'cuda';
