package io.tidegate.charging.ocpp.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tidegate.api.connection.CallFate;
import io.tidegate.api.connection.Mailbox;
import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.connection.Relay;
import io.tidegate.api.control.DecisionView;
import io.tidegate.api.journal.StateStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between stations and upstreams. What stations say is looked at on their connections' threads and
 * settled on one of its own, which all upstreams share; another, that ends when it has nothing to
 * do, reads files and looks up names.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what the loop does is seen in what it has done
final class Exchange implements Relay, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final CompletionStage<Boolean> FOR_THE_DIALECT =
      CompletableFuture.completedStage(true);
  private static final int MOST_WORK = 4_096;
  private static final long STOP_MS = 1_000;

  private final StateStore store;
  private final NioEventLoopGroup group =
      new NioEventLoopGroup(1, new DefaultThreadFactory("tidegate-upstream", true));
  private final EventLoop loop = group.next();
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          2,
          2,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WORK),
          new DefaultThreadFactory("tidegate-upstream-work", true));
  private final Hub hub;
  private final Answers answers;
  private final CompletableFuture<Void> remembered;
  private final Map<Mailbox, Hearing> hearings = new ConcurrentHashMap<>();

  /**
   * @param site its newest decision, for those who want to hear of its limits
   */
  Exchange(
      StateStore store, Doorkey doorkey, Ceilings ceilings, Supplier<Optional<DecisionView>> site) {
    this.store = store;
    worker.allowCoreThreadTimeOut(true);
    Memory memory = new Memory(store);
    hub = new Hub(loop, new Dialer(loop, worker, doorkey), memory, ceilings);
    answers = new Answers(hub);
    loop.scheduleWithFixedDelay(() -> look(ceilings, site), 1, 1, TimeUnit.SECONDS);
    remembered = CompletableFuture.runAsync(memory::load, worker);
  }

  /** Each second; what throws would never be called again. */
  private void look(Ceilings ceilings, Supplier<Optional<DecisionView>> site) {
    try {
      for (Upstream upstream : hub.upstreams()) {
        upstream.orders().probe();
        ceilings.look(upstream);
      }
      site.get()
          .ifPresent(
              view -> hub.upstreams().forEach(u -> u.announcer().look(view, ceilings.now())));
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.error("The limits of the systems above could not be looked at", e);
    }
  }

  /** A management system is there. What it is told comes when its queue has been read. */
  CompletionStage<Upstream> add(UpstreamSettings settings) {
    Upstream upstream = new Upstream(hub, settings, store);
    return remembered
        .thenApplyAsync(nothing -> upstream.read(), worker)
        .thenApplyAsync(
            kept -> {
              hub.add(upstream);
              upstream.begin(kept);
              hub.stations().forEach(upstream::lookAt);
              return upstream;
            },
            loop);
  }

  void change(Upstream upstream, UpstreamSettings settings) {
    loop.execute(
        () -> {
          hub.remove(upstream);
          upstream.settings(settings);
          hub.add(upstream);
          hub.stations().forEach(upstream::lookAt);
        });
  }

  void remove(Upstream upstream) {
    loop.execute(
        () -> {
          hub.remove(upstream);
          upstream.close();
        });
  }

  @Override
  public void opened(Mailbox mailbox) {
    hearings.put(mailbox, new Hearing());
    hub.opened(mailbox);
    String station = mailbox.peer().station().value();
    soon(() -> hub.upstreams(station).forEach(u -> u.lookAt(station)));
  }

  @Override
  public void closed(Mailbox mailbox) {
    hearings.remove(mailbox);
    hub.closed(mailbox);
    String station = mailbox.peer().station().value();
    soon(() -> hub.upstreams(station).forEach(u -> u.gone(station)));
  }

  private void soon(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("the upstreams have stopped");
    }
  }

  @Override
  public CompletionStage<Boolean> heard(Mailbox mailbox, String message) {
    Optional<Envelope> read = Envelope.read(message);
    Hearing hearing = hearings.get(mailbox);
    if (read.isEmpty() || hearing == null) {
      return FOR_THE_DIALECT;
    }
    Envelope envelope = read.get();
    if (envelope.answer() && hub.ours(envelope.id())) {
      if (mailbox.settle(envelope.id()).isPresent()) {
        soon(() -> hub.downcalls().answered(envelope));
      }
      return CompletableFuture.completedStage(false);
    }
    if (envelope.type() != Envelope.CALL
        || hub.upstreams(mailbox.peer().station().value()).isEmpty()) {
      return FOR_THE_DIALECT;
    }
    if (envelope.word().equals(Presentation.BOOT) && answers.relays(mailbox)) {
      // who is not accepted above is not sent anything of ours before it knows
      CompletionStage<Optional<Envelope>> early =
          onLoop(() -> answers.ask(mailbox, envelope, message), Optional.empty());
      hearing.add(new Hearing.Heard(envelope, message, Optional.of(early)));
      return early.thenApply(answer -> true);
    }
    hearing.add(new Hearing.Heard(envelope, message, Optional.empty()));
    return FOR_THE_DIALECT;
  }

  @Override
  public CompletionStage<Optional<String>> answering(Mailbox mailbox, String frame) {
    Optional<Envelope> answer = Envelope.read(frame);
    Hearing hearing = hearings.get(mailbox);
    Optional<Hearing.Heard> heard =
        hearing == null ? Optional.empty() : answer.flatMap(a -> hearing.take(a.id()));
    if (heard.isEmpty()) {
      return CompletableFuture.completedStage(Optional.of(frame));
    }
    return onLoop(
        () -> answers.settle(mailbox, heard.get(), answer.get(), frame), Optional.of(frame));
  }

  /** Runs it on the upstreams' thread; what it throws is the stage's. */
  private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> work, T stopped) {
    try {
      return CompletableFuture.supplyAsync(work, loop).thenCompose(stage -> stage);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedStage(stopped);
    }
  }

  @Override
  public boolean ended(Mailbox mailbox, OutboundCall call, CallFate fate) {
    boolean ours = call.context().schema().equals(Hub.SCHEMA);
    if (ours) {
      soon(() -> hub.downcalls().ended(call.id(), fate));
    }
    return ours;
  }

  /** Ends within 2 s; what waits is kept. */
  @Override
  public void close() {
    soon(() -> List.copyOf(hub.upstreams()).forEach(Upstream::close));
    group.shutdownGracefully(10, STOP_MS, TimeUnit.MILLISECONDS);
    worker.shutdownNow();
    try {
      if (!group.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS)) {
        LOG.error("the upstreams' thread did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
