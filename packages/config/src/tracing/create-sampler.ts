import { TraceFlags } from '@opentelemetry/api'
import { ParentBasedSampler, type Sampler, SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace'

/**
 * Records this share of new traces, and what continues a recorded one. Work for several traces is recorded when one of
 * them is: otherwise that one would end there.
 */
export function createSampler(share: number): Sampler {
  const ratio = new TraceIdRatioBasedSampler(share)
  const root: Sampler = {
    shouldSample(context, traceId, _name, _kind, _attributes, links) {
      if (links.length === 0) return ratio.shouldSample(context, traceId)
      const isRecorded = links.some(({ context: linked }) => (linked.traceFlags & TraceFlags.SAMPLED) !== 0)
      return { decision: isRecorded ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD }
    },
    toString: () => `Linked{${ratio.toString()}}`,
  }
  return new ParentBasedSampler({ root })
}
