package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.connection.Mailbox;
import io.tidegate.charging.ocpp.upstream.Hearing.Heard;
import io.tidegate.codec.ocpp.json.Protocol;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose answer a station gets, and who hears of its request. The gateway has read and checked it by
 * then: what it refused for its form goes no further. On the upstream's thread, but for {@link
 * #relays}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what a second listener says
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  /** What the gateway does not speak may be known above. */
  private static final Set<String> FOREIGN = Set.of("NotImplemented", "NotSupported");

  private final Hub hub;

  Answers(Hub hub) {
    this.hub = hub;
  }

  private static String identity(Mailbox mailbox) {
    return mailbox.peer().station().value();
  }

  private static boolean transparent(Upstream upstream) {
    return upstream.settings().mode() == Mode.TRANSPARENT;
  }

  /** Whether a station's requests are answered above; any thread. */
  boolean relays(Mailbox mailbox) {
    return hub.upstreams(identity(mailbox)).stream().anyMatch(Answers::transparent);
  }

  /** The first transparent upstream that is connected, else one that may be in a moment. */
  private Optional<Upstream> first(String station) {
    List<Upstream> all = hub.upstreams(station).stream().filter(Answers::transparent).toList();
    return all.stream()
        .filter(u -> u.ready(station))
        .findFirst()
        .or(() -> all.stream().filter(u -> u.settings().closesWhenLost()).findFirst());
  }

  /** Asks above in the station's own words. */
  CompletionStage<Optional<Envelope>> ask(Mailbox mailbox, Envelope call, String text) {
    String station = identity(mailbox);
    return first(station)
        .flatMap(u -> u.link(station).map(l -> relay(u, l, mailbox, call, text)))
        .orElse(CompletableFuture.completedFuture(Optional.empty()));
  }

  private static CompletableFuture<Optional<Envelope>> relay(
      Upstream upstream, Link link, Mailbox mailbox, Envelope call, String text) {
    return link.ask(call.id(), up(upstream, mailbox, call, text), true);
  }

  private static String up(Upstream upstream, Mailbox mailbox, Envelope call, String text) {
    String payload =
        upstream
            .transactions()
            .up(identity(mailbox), mailbox.peer().subprotocol(), call.word(), call.rest());
    return payload.equals(call.rest())
        ? text
        : new Envelope(call.type(), call.id(), call.word(), payload).under(call.id());
  }

  /**
   * The gateway has answered.
   *
   * @return what the station gets; empty for nothing
   */
  CompletionStage<Optional<String>> settle(
      Mailbox mailbox, Heard heard, Envelope answer, String frame) {
    boolean taken = answer.type() == Envelope.RESULT;
    boolean relayed = relays(mailbox);
    if (!taken && !(relayed && FOREIGN.contains(answer.word()))) {
      return CompletableFuture.completedStage(Optional.of(frame));
    }
    CompletionStage<Void> kept =
        taken ? keep(mailbox, heard, answer) : CompletableFuture.completedStage(null);
    CompletionStage<Optional<String>> said =
        relayed ? relayed(mailbox, heard, answer, frame) : own(mailbox, heard, frame);
    return kept.thenCombine(said, (nothing, text) -> text);
  }

  /** For those that are told later. */
  private CompletionStage<Void> keep(Mailbox mailbox, Heard heard, Envelope answer) {
    Envelope call = heard.call();
    String station = identity(mailbox);
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    if (call.word().equals(Presentation.BOOT)) {
      stages.add(hub.memory().boot(station, call.rest()).toCompletableFuture());
    }
    boolean reported =
        switch (Matter.of(call.word(), call.rest())) {
          case TRANSACTION, METER, OTHER -> true;
          case ASK, OWN -> false;
        };
    OptionalInt transaction =
        call.word().equals("StartTransaction")
            ? Splice.number(answer.rest(), "transactionId")
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty())
            : OptionalInt.empty();
    hub.sessions()
        .hear(station, call, transaction)
        .filter(Sessions.Word::ends)
        .ifPresent(w -> hub.upstreams(station).forEach(u -> u.ended(station, w)));
    for (Upstream upstream : hub.upstreams(station)) {
      boolean later =
          !transparent(upstream)
              || (!upstream.settings().closesWhenLost() && !upstream.ready(station));
      if (reported && later) {
        stages.add(
            upstream.report(mailbox, call.word(), call.rest(), transaction).toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new))
        .exceptionally(
            failure -> {
              // it is kept in memory; what the disk lacks, the journal's health says
              LOG.error("A message of station {} is not on disk: {}", station, failure.toString());
              return null;
            });
  }

  private CompletionStage<Optional<String>> relayed(
      Mailbox mailbox, Heard heard, Envelope answer, String frame) {
    String station = identity(mailbox);
    Optional<Upstream> first = first(station);
    for (Upstream other : hub.upstreams(station)) {
      if (transparent(other) && other.ready(station) && other != first.orElse(null)) {
        Envelope call = heard.call();
        String id = hub.nextId();
        String text = new Envelope(call.type(), id, call.word(), call.rest()).under(id);
        other.link(station).ifPresent(l -> l.ask(id, text, true));
      }
    }
    if (first.isEmpty()) {
      return CompletableFuture.completedStage(Optional.of(frame));
    }
    Upstream upstream = first.get();
    CompletionStage<Optional<Envelope>> theirs =
        heard.early().orElseGet(() -> ask(mailbox, heard.call(), heard.text()));
    return theirs.thenApplyAsync(
        a -> a.map(e -> down(upstream, station, heard, answer, e)), hub.loop());
  }

  /** Their answer as the station gets it: on 1.6, with the gateway's number of a transaction. */
  private static String down(
      Upstream upstream, String station, Heard heard, Envelope ours, Envelope theirs) {
    String action = heard.call().word();
    if (theirs.type() != Envelope.RESULT) {
      return theirs.under(heard.call().id());
    }
    String payload = theirs.rest();
    if (action.equals("StartTransaction")) {
      Optional<Integer> our = Splice.number(ours.rest(), "transactionId");
      Optional<Integer> their = Splice.number(payload, "transactionId");
      if (our.isPresent() && their.isPresent()) {
        upstream.transactions().learn(station, our.get(), their.get());
        payload = Splice.with(payload, "transactionId", our.get().toString());
      }
    } else if (action.equals("StopTransaction")) {
      Splice.number(heard.call().rest(), "transactionId")
          .ifPresent(our -> upstream.transactions().forget(station, our));
    }
    return new Envelope(Envelope.RESULT, heard.call().id(), "", payload).under(heard.call().id());
  }

  /** The gateway's answer, unless the matter is one that only somebody above knows about. */
  private CompletionStage<Optional<String>> own(Mailbox mailbox, Heard heard, String frame) {
    Envelope call = heard.call();
    String station = identity(mailbox);
    Optional<Upstream> upstream =
        hub.upstreams(station).stream()
            .filter(
                u ->
                    Matter.of(call.word(), call.rest()) == Matter.ASK
                        || (call.word().equals("Authorize") && u.settings().asksForTokens()))
            .filter(u -> u.ready(station))
            .findFirst();
    if (upstream.isEmpty()) {
      return CompletableFuture.completedStage(Optional.of(frame));
    }
    String id = hub.nextId();
    String text = new Envelope(call.type(), id, call.word(), call.rest()).under(id);
    return upstream
        .get()
        .link(station)
        .orElseThrow()
        .ask(id, text, false)
        .thenApply(
            answer ->
                Optional.of(
                    answer
                        .filter(a -> readable(mailbox, call.word(), a))
                        .map(a -> a.under(call.id()))
                        .orElse(frame)));
  }

  private boolean readable(Mailbox mailbox, String action, Envelope answer) {
    Optional<Protocol> protocol = hub.protocols().of(mailbox.peer().subprotocol());
    if (answer.type() != Envelope.RESULT || protocol.isEmpty()) {
      return false;
    }
    try {
      protocol.get().check(action, answer.rest(), Strictness.TOLERANT);
      return true;
    } catch (Violation | IllegalArgumentException e) {
      LOG.warn("OCPP_JSON_INVALID: an upstream answered {} wrongly: {}", action, e.getMessage());
      return false;
    }
  }
}
