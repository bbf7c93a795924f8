package io.tidegate.bench.ocpp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS as a client. Cipher text that is incomplete, or that the socket has not taken, is kept; the
 * buffers are only there while they hold something, for the sake of thousands of idle connections.
 */
final class TlsWire implements Wire {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SSLEngine engine;

  /** Cipher text, ready to be read from. */
  private ByteBuffer arrived = NOTHING;

  private ByteBuffer unsent = NOTHING;
  private boolean secured;
  private boolean ended;

  TlsWire(SocketChannel channel, SSLEngine engine) throws SSLException {
    this.channel = channel;
    this.engine = engine;
    engine.setUseClientMode(true);
    engine.beginHandshake();
  }

  @Override
  public boolean ready() throws IOException {
    while (!secured) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> wrap(NOTHING.duplicate());
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          ByteBuffer none = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
          if (!unwrap(none) && !more()) {
            return false;
          }
        }
        default -> secured = true;
      }
    }
    return true;
  }

  @Override
  public void send(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      wrap(bytes);
    }
  }

  private void wrap(ByteBuffer bytes) throws IOException {
    ByteBuffer cipher = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    SSLEngineResult result = engine.wrap(bytes, cipher);
    if (result.getStatus() != SSLEngineResult.Status.OK) {
      throw new SSLException("wrap: " + result.getStatus());
    }
    cipher.flip();
    if (flush()) {
      channel.write(cipher);
    }
    if (cipher.hasRemaining()) {
      ByteBuffer joined = ByteBuffer.allocate(unsent.remaining() + cipher.remaining());
      unsent = joined.put(unsent).put(cipher).flip();
    }
  }

  @Override
  public boolean flush() throws IOException {
    if (unsent.hasRemaining()) {
      channel.write(unsent);
    }
    if (unsent.hasRemaining()) {
      return false;
    }
    unsent = NOTHING;
    return true;
  }

  @Override
  public int receive(ByteBuffer into) throws IOException {
    int before = into.position();
    do {
      while (unwrap(into)) {
        serve();
      }
    } while (more());
    int bytes = into.position() - before;
    return bytes == 0 && ended ? -1 : bytes;
  }

  /** What TLS 1.3 wants after the handshake: key updates. */
  private void serve() throws IOException {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      engine.getDelegatedTask().run();
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !ended) {
      wrap(NOTHING.duplicate());
    }
  }

  /** One record; false when it is not complete or there is no room for it. */
  private boolean unwrap(ByteBuffer into) throws SSLException {
    if (!arrived.hasRemaining()
        && engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP_AGAIN) {
      return false;
    }
    SSLEngineResult result = engine.unwrap(arrived, into);
    ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
    if (!arrived.hasRemaining()) {
      arrived = NOTHING;
    }
    return result.getStatus() == SSLEngineResult.Status.OK;
  }

  /** Reads from the socket; false when there is nothing. */
  private boolean more() throws IOException {
    ByteBuffer longer =
        ByteBuffer.allocate(arrived.remaining() + engine.getSession().getPacketBufferSize());
    longer.put(arrived);
    int count = channel.read(longer);
    longer.flip();
    if (longer.hasRemaining()) {
      arrived = longer;
    }
    if (count < 0) {
      ended = true;
      if (!secured) {
        throw new SSLException("the server hung up within the handshake");
      }
    }
    return count > 0;
  }
}
