package io.tidegate.host.kura.cloud;

import io.tidegate.api.operation.HealthBoard;
import io.tidegate.codec.settings.LastGood;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.cloudconnection.request.RequestHandlerContext;
import org.eclipse.kura.cloudconnection.request.RequestHandlerRegistry;
import org.eclipse.kura.message.KuraPayload;
import org.eclipse.kura.message.KuraResponsePayload;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code V2G-V1} on every cloud connection of Kura, and through its REST proxy: what is,
 * what was decided, commands within their mandates, orders of updates. Kura has let the sender in;
 * nothing it sends is believed.
 *
 * <p>Called on Kura's threads; at most four wait, for 6 s. Never throws: a refusal is an answer.
 */
@Component(
    name = CloudRequests.PID,
    immediate = true,
    service = HealthCheck.class,
    property = {HealthCheck.NAME + "=kura requests", HealthCheck.TAGS + "=tidegate"})
@Designate(ocd = CloudRequests.Config.class)
public final class CloudRequests implements RequestHandler, HealthCheck {
  static final String PID = "io.tidegate.host.kura.cloud";
  static final String APPLICATION = "V2G-V1";
  private static final Logger LOG = LoggerFactory.getLogger(CloudRequests.class);
  private static final String METRIC_CODE = "error.code";
  private static final String METRIC_SENTENCE = "response.exception.message";

  /** Configuration. */
  @ObjectClassDefinition(
      id = PID,
      name = "Tidegate remote requests",
      description = "What may be asked of the gateway through Kura's cloud connections")
  public @interface Config {
    @AttributeDefinition(
        name = "Controllers",
        description = "Mandate sources that may command, commas between; none: nobody may",
        required = false)
    String controllers() default "";

    @AttributeDefinition(name = "Updates", description = "Whether releases may be ordered")
    boolean updates() default false;

    @AttributeDefinition(
        name = "Requests a minute",
        description = "More are answered 429",
        min = "1",
        max = "6000")
    int requests_per_minute() default 120;
  }

  private final LastGood<CloudSettings> settings = new LastGood<>(CloudSettings.read(Map.of()));
  private final Budget budget = new Budget(System::nanoTime);
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final Gateway gateway;
  private final Commands commands;
  private final Updates updates;

  @Activate
  public CloudRequests(Map<String, ?> properties, @Reference Gateway gateway) {
    this.gateway = gateway;
    this.commands = new Commands(gateway);
    this.updates = new Updates(gateway);
    modified(properties);
  }

  @Modified
  final void modified(Map<String, ?> properties) {
    settings.offer(() -> CloudSettings.read(properties));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindRegistry(RequestHandlerRegistry registry) {
    try {
      registry.registerRequestHandler(APPLICATION, this);
    } catch (KuraException | RuntimeException e) {
      LOG.error("{} cannot be offered on a cloud connection", APPLICATION, e);
    }
  }

  void unbindRegistry(RequestHandlerRegistry registry) {
    try {
      registry.unregister(APPLICATION);
    } catch (KuraException | RuntimeException e) {
      LOG.warn("{} cannot be taken back from a cloud connection", APPLICATION, e);
    }
  }

  @FunctionalInterface
  private interface Work {
    KuraPayload on(Request request, CloudSettings now);
  }

  private KuraMessage answer(String verb, KuraMessage message, Work work) {
    try {
      CloudSettings now = settings.get();
      if (!budget.take(now.perMinute())) {
        throw new Refusal(429, "TOO_MANY", "more than " + now.perMinute() + " requests a minute");
      }
      KuraMessage done = new KuraMessage(work.on(Request.read(message), now));
      answered.incrementAndGet();
      return done;
    } catch (Refusal e) {
      refused.incrementAndGet();
      LOG.debug("{} refused: {} {}", verb, e.code(), e.getMessage());
      return refusal(e);
    } catch (RuntimeException e) {
      LOG.error("{} failed", verb, e);
      return refusal(new Refusal(500, "FAILED", "the gateway could not do it; its log says why"));
    }
  }

  private static KuraMessage refusal(Refusal refusal) {
    KuraPayload payload = new KuraResponsePayload(refusal.status());
    payload.addMetric(METRIC_CODE, refusal.code());
    payload.addMetric(METRIC_SENTENCE, refusal.getMessage());
    return new KuraMessage(payload);
  }

  private static KuraPayload body(byte[] json) {
    KuraPayload payload = new KuraResponsePayload(200);
    payload.setBody(json);
    return payload;
  }

  private static Refusal noResource() {
    return new Refusal(404, "NO_RESOURCE", "there is no such resource");
  }

  @Override
  public KuraMessage doGet(RequestHandlerContext context, KuraMessage message) {
    return answer("GET", message, (request, now) -> get(request));
  }

  private KuraPayload get(Request request) {
    List<String> path = request.path();
    if (path.equals(List.of("status"))) {
      request.only();
      return body(Json.status(gateway.latest(), gateway.health().map(HealthBoard::read)));
    }
    if (path.equals(List.of("decisions"))) {
      int limit = (int) request.only("limit").integer("limit", 20, 1, 200);
      return body(Json.decisions(gateway.view().recent(limit)));
    }
    if (path.equals(List.of("updates"))) {
      request.only();
      return body(Json.updates(gateway.updates()));
    }
    if (path.size() == 2 && path.get(0).equals("updates")) {
      request.only();
      return body(Json.update(updates.find(path.get(1))));
    }
    throw noResource();
  }

  @Override
  public KuraMessage doExec(RequestHandlerContext context, KuraMessage message) {
    return answer("EXEC", message, this::exec);
  }

  private KuraPayload exec(Request request, CloudSettings now) {
    List<String> path = request.path();
    if (path.equals(List.of("command"))) {
      boolean repeated = commands.command(request, now.controllers());
      LOG.info("command {}: {}", request.required("id"), repeated ? "repeated" : "accepted");
      KuraPayload payload = new KuraResponsePayload(200);
      payload.addMetric("repeated", repeated);
      return payload;
    }
    if (path.equals(List.of("keep-alive"))) {
      commands.keepAlive(request, now.controllers());
      return new KuraResponsePayload(200);
    }
    if (path.size() == 3 && path.get(0).equals("updates")) {
      permit(now);
      return body(Json.update(updates.word(path.get(1), path.get(2))));
    }
    throw noResource();
  }

  @Override
  public KuraMessage doPost(RequestHandlerContext context, KuraMessage message) {
    return answer("POST", message, this::post);
  }

  private KuraPayload post(Request request, CloudSettings now) {
    if (!request.path().equals(List.of("updates"))) {
      throw noResource();
    }
    permit(now);
    return body(Json.update(updates.order(request)));
  }

  private static void permit(CloudSettings now) {
    if (!now.updates()) {
      throw new Refusal(403, "NOT_ALLOWED", "updates are not ordered through Kura here");
    }
  }

  @Override
  public KuraMessage doPut(RequestHandlerContext context, KuraMessage message) {
    return answer("PUT", message, CloudRequests::nothing);
  }

  @Override
  public KuraMessage doDel(RequestHandlerContext context, KuraMessage message) {
    return answer("DEL", message, CloudRequests::nothing);
  }

  private static KuraPayload nothing(Request request, CloudSettings now) {
    throw new Refusal(405, "NOT_ALLOWED", "nothing here can be put or deleted");
  }

  @Override
  public Result execute() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    return new Result(
        Result.Status.OK,
        APPLICATION
            + ": "
            + answered
            + " requests done, "
            + refused
            + " refused; "
            + settings.get().controllers().size()
            + " controllers may command");
  }
}
