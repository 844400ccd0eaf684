import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/index.ts'

/**
 * Sends traces to an OpenTelemetry collector when one is configured: every request, and what it asks
 * of the other apps, as one trace. Without one, none of it is loaded.
 */
export async function startTelemetry(app: FastifyInstance, config: Config): Promise<void> {
  if (!config.telemetryUrl) return
  const [{ FastifyOtelInstrumentation }, exporter, undici, resources, sdk] = await Promise.all([
    import('@fastify/otel'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/instrumentation-undici'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-node'),
  ])
  const provider = new sdk.NodeTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': `rose-ash-${config.app}` }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(
        new exporter.OTLPTraceExporter({ url: `${config.telemetryUrl}/v1/traces` }),
      ),
    ],
  })
  provider.register()
  const outgoing = new undici.UndiciInstrumentation()
  outgoing.setTracerProvider(provider)
  outgoing.enable()
  const incoming = new FastifyOtelInstrumentation()
  incoming.setTracerProvider(provider)
  await app.register(incoming.plugin())
  app.addHook('onClose', () => provider.shutdown())
}
