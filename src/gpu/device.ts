import { UserError } from '../util/assert.ts';
import { untimedBroadcasts, type Broadcasts } from './broadcast.ts';

/** What the product says of an adapter, and what the choice of kernels depends on. */
export interface AdapterDescription {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** A software adapter: correct, but many times slower than a GPU. */
  readonly isFallback: boolean;
  /** How matrix products share operands on it; missing where that is not settled yet, and in old recordings. */
  readonly broadcasts?: Broadcasts;
}

export interface Gpu {
  readonly device: GPUDevice;
  readonly adapter: AdapterDescription;
  /** Lanes of a subgroup where kernels may rely on one fixed size, else null. */
  readonly subgroupSize: number | null;
  /** How matrix products share operands on it. */
  readonly broadcasts: Broadcasts;
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

export function describeAdapter({ info }: GPUAdapter): AdapterDescription {
  const { vendor, architecture, description } = info;
  return {
    vendor,
    architecture,
    description,
    isFallback:
      info.isFallbackAdapter || softwareNames.test(`${vendor} ${architecture} ${info.device} ${description}`),
  };
}

/** Milliseconds within which a loss of the device follows what fails because of it. */
const lossDelayMs = 200;

/**
 * Whether something failed because the device is lost. Browsers may tell of a loss shortly after what fails because of
 * it, so this waits for that a little.
 */
export function isLost(device: GPUDevice): Promise<boolean> {
  return Promise.race([
    device.lost.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), lossDelayMs)),
  ]);
}

/**
 * Asks for an adapter and a device with every limit and feature that the engine can use.
 *
 * @throws UserError when there is no adapter.
 */
export async function requestGpu(gpu: GPU, options: GPURequestAdapterOptions = {}): Promise<Gpu> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance', ...options });
  if (!adapter)
    throw new UserError(
      'No WebGPU adapter: this machine offers neither a GPU nor a software driver to WebGPU. ' +
        'In a browser, switch on hardware acceleration; on a server, install a Vulkan driver (mesa-vulkan-drivers).',
    );
  const { limits } = adapter;
  const wanted = ['subgroups', 'timestamp-query'] as const;
  const device = await adapter.requestDevice({
    requiredFeatures: wanted.filter((feature) => adapter.features.has(feature)),
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    },
  });
  const { subgroupMinSize, subgroupMaxSize } = adapter.info;
  const hasSubgroups = device.features.has('subgroups') && subgroupMinSize === subgroupMaxSize;
  const subgroupSize = hasSubgroups ? (subgroupMinSize ?? null) : null;
  const description = describeAdapter(adapter);
  return {
    device,
    adapter: description,
    subgroupSize,
    broadcasts: untimedBroadcasts(description.isFallback, subgroupSize),
  };
}
