package io.tidegate.host.kura.driver;

import io.tidegate.api.control.Policy;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.site.MandateSource;
import io.tidegate.api.site.PriorityClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What was written to channels, as a policy: the control loop asks for it, weighs it against all
 * other wishes and passes it through the safety envelope. Nothing written reaches a device in any
 * other way. A request that is not written again runs out; the loop forgets ours within 5 s when
 * this driver is gone.
 *
 * <p>Thread-safe: written on Kura's threads, read on the policy's.
 */
final class Requests implements Policy {
  /** Life of a target in the loop; it is renewed while its request counts. */
  private static final Duration LIFE = Duration.ofSeconds(5);

  /** A gigawatt: above any site. */
  private static final double MOST_W = 1e9;

  private final String name;
  private final PriorityClass priority;
  private final long holdNanos;
  private final LongSupplier nanos;
  private final Map<Channel, Request> open = new LinkedHashMap<>();

  /**
   * @param name of the mandate, without {@code policy:}
   * @param hold how long a written value counts
   * @param nanos a clock that only goes forward, ns
   */
  Requests(String name, PriorityClass priority, Duration hold, LongSupplier nanos) {
    this.name = name;
    this.priority = priority;
    this.holdNanos = hold.toNanos();
    this.nanos = nanos;
  }

  private record Request(double powerW, long writtenAt) {}

  @Override
  public String id() {
    return name;
  }

  String mandate() {
    return "policy:" + name;
  }

  /**
   * Takes a written value; NaN takes the request back.
   *
   * @throws IllegalArgumentException with a sentence when it cannot become a request
   */
  synchronized void write(Scene scene, Channel channel, double powerW) {
    TargetKind kind =
        channel
            .point()
            .request()
            .orElseThrow(
                () -> new IllegalArgumentException(channel.point().text() + " can only be read"));
    if (channel.point().index(scene, channel.subject()) < 0) {
      throw new IllegalArgumentException(channel.point().absent(channel.subject()));
    }
    if (Double.isNaN(powerW)) {
      open.remove(channel);
      return;
    }
    boolean signed = kind == TargetKind.VEHICLE_POWER || kind == TargetKind.EVSE_POWER;
    if (Math.abs(powerW) > MOST_W || (!signed && powerW < 0)) {
      throw new IllegalArgumentException(
          "a power from " + (signed ? "-1e9" : "0") + " to 1e9 W is written here");
    }
    Optional<MandateSource> source = scene.model().mandateSource(mandate());
    if (source.isEmpty() && kind != TargetKind.EVSE_LIMIT) {
      throw new IllegalArgumentException("the site file has no mandate " + mandate());
    }
    open.put(channel, new Request(powerW, nanos.getAsLong()));
  }

  /** What is asked for through this channel. */
  synchronized Sample read(Channel channel, Instant now) {
    Request request = open.get(channel);
    return request == null || left(request) <= 0
        ? Sample.missing("nothing is asked for")
        : Sample.of(request.powerW, now);
  }

  private long left(Request request) {
    return holdNanos - (nanos.getAsLong() - request.writtenAt);
  }

  @Override
  public synchronized List<Target> evaluate(SitePicture picture) {
    open.values().removeIf(request -> left(request) <= 0);
    List<Target> targets = new ArrayList<>();
    open.forEach((channel, request) -> targets.add(target(channel, request, picture.at())));
    return List.copyOf(targets);
  }

  private Target target(Channel channel, Request request, Instant now) {
    boolean evse = channel.point().subject() == Point.Subject.EVSE;
    Duration left = Duration.ofNanos(left(request));
    return new Target(
        name + "-" + channel.point().text() + "-" + channel.subject(),
        mandate(),
        priority,
        channel.point().request().orElseThrow(),
        evse ? "" : channel.subject(),
        evse ? Optional.of(new EvseId(channel.subject())) : Optional.empty(),
        request.powerW,
        now.plus(left.compareTo(LIFE) < 0 ? left : LIFE));
  }

  synchronized int count() {
    return (int) open.values().stream().filter(request -> left(request) > 0).count();
  }
}
