package io.tidegate.admin.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * One reader of the event stream. Never blocks: a reader that is slower than the events misses all
 * but the newest. Called by the server's threads and by the events thread.
 */
final class EventStream implements WriteListener {
  private final AsyncContext async;
  private final ServletOutputStream out;
  private final Consumer<EventStream> ended;
  private final Object lock = new Object();
  private byte[] waiting;
  private boolean open = true;
  private boolean writable;

  EventStream(AsyncContext async, Consumer<EventStream> ended) throws IOException {
    this.async = async;
    this.out = async.getResponse().getOutputStream();
    this.ended = ended;
  }

  /** Puts an event in the place of one that still waits. */
  void offer(byte[] event) {
    synchronized (lock) {
      waiting = event;
      if (writable) {
        drain();
      }
    }
  }

  @Override
  public void onWritePossible() {
    synchronized (lock) {
      writable = true;
      drain();
    }
  }

  private void drain() {
    try {
      while (open && (writable = out.isReady())) {
        if (waiting == null) {
          return;
        }
        byte[] next = waiting;
        waiting = null;
        out.write(next);
        if (!(writable = out.isReady())) {
          return;
        }
        out.flush();
      }
    } catch (IOException | IllegalStateException e) {
      // the reader is gone
      close();
    }
  }

  @Override
  public void onError(Throwable cause) {
    close();
  }

  void close() {
    synchronized (lock) {
      if (!open) {
        return;
      }
      open = false;
      writable = false;
    }
    ended.accept(this);
    try {
      async.complete();
    } catch (IllegalStateException e) {
      // the server has completed it already
      ended.accept(this);
    }
  }
}
