package io.tidegate.bench.ocpp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** TCP as it is. */
final class PlainWire implements Wire {
  private final SocketChannel channel;
  private final Deque<ByteBuffer> unsent = new ArrayDeque<>(1);

  PlainWire(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void send(ByteBuffer bytes) throws IOException {
    if (unsent.isEmpty()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      ByteBuffer rest = ByteBuffer.allocate(bytes.remaining());
      unsent.add(rest.put(bytes).flip());
    }
  }

  @Override
  public boolean flush() throws IOException {
    while (!unsent.isEmpty()) {
      channel.write(unsent.peek());
      if (unsent.peek().hasRemaining()) {
        return false;
      }
      unsent.poll();
    }
    return true;
  }

  @Override
  public int receive(ByteBuffer into) throws IOException {
    return channel.read(into);
  }
}
