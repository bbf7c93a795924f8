package io.tidegate.admin.updates.fetch;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An answer's body, piece by piece, each only when it is asked for: what is not asked for stays in
 * the network. The client's thread puts in, one other takes out.
 */
final class Body implements BodySubscriber<Body> {
  private sealed interface Event {}

  private record Piece(List<ByteBuffer> buffers) implements Event {}

  private record End() implements Event {}

  private record Broken(Throwable cause) implements Event {}

  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private boolean asked;

  @Override
  public CompletionStage<Body> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    events.add(new Piece(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    events.add(new Broken(cause));
  }

  @Override
  public void onComplete() {
    events.add(new End());
  }

  /** What {@link #next} found. */
  enum Found {
    PIECE,
    END,
    NOTHING_YET
  }

  private List<ByteBuffer> piece = List.of();

  /** Waits for the next piece. */
  Found next(long nanos) throws IOException, InterruptedException {
    if (!asked) {
      asked = true;
      var unused = subscription.thenAccept(s -> s.request(1));
    }
    Event event = events.poll(nanos, TimeUnit.NANOSECONDS);
    if (event == null) {
      return Found.NOTHING_YET;
    }
    asked = false;
    if (event instanceof Broken broken) {
      throw new IOException("the connection broke: " + broken.cause.getMessage(), broken.cause);
    }
    if (event instanceof Piece here) {
      piece = here.buffers;
      return Found.PIECE;
    }
    return Found.END;
  }

  /** The bytes that the last call of {@link #next} found. */
  List<ByteBuffer> piece() {
    return piece;
  }

  /** No more of it: the connection is closed. */
  void close() {
    var unused = subscription.thenAccept(Flow.Subscription::cancel);
  }
}
