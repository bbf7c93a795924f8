package io.tidegate.admin.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts a stream under a password: a key by PBKDF2-HMAC-SHA-256 with a salt of its
 * own, then AES-256-GCM in chunks of 64 KiB, each authenticated with its number and with whether it
 * is the last. So nothing of a chunk is used before it is known to be whole and in its place, and a
 * file that ends early is known to.
 */
final class Seal {
  private static final byte[] MAGIC = "TGBACKUP1\n".getBytes(StandardCharsets.US_ASCII);

  /** What OWASP asks for this function; kept in each file, so that it may rise. */
  static final int ITERATIONS = 600_000;

  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int SALT = 16;
  private static final int CHUNK = 64 << 10;
  private static final int TAG = 16;
  private static final int NONCE = 12;
  private static final int KEY_BITS = 256;

  private Seal() {}

  /** Whether these first bytes of a file are those of a sealed one. */
  static boolean isSealed(byte[] start) {
    return start.length >= MAGIC.length
        && ByteBuffer.wrap(start, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
  }

  /** Bytes that {@link #isSealed} needs. */
  static int signLength() {
    return MAGIC.length;
  }

  static OutputStream sealing(OutputStream out, char[] password, int iterations)
      throws IOException {
    byte[] salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    byte[] header = header(iterations, salt);
    out.write(header);
    return new Sealing(new DataOutputStream(out), key(password, salt, iterations), header);
  }

  /**
   * @param in at the beginning of the file
   * @throws IOException when the password is not the one, or the file is damaged
   */
  static InputStream opening(InputStream in, char[] password) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] magic = new byte[MAGIC.length];
    data.readFully(magic);
    int iterations = data.readInt();
    byte[] salt = new byte[SALT];
    data.readFully(salt);
    if (!isSealed(magic) || iterations < 1 || iterations > MOST_ITERATIONS) {
      throw new IOException("it is no backup of Tidegate, or its beginning is damaged");
    }
    return new Opening(data, key(password, salt, iterations), header(iterations, salt));
  }

  private static byte[] header(int iterations, byte[] salt) {
    return ByteBuffer.allocate(MAGIC.length + Integer.BYTES + SALT)
        .put(MAGIC)
        .putInt(iterations)
        .put(salt)
        .array();
  }

  private static SecretKeySpec key(char[] password, byte[] salt, int iterations)
      throws IOException {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, KEY_BITS);
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return new SecretKeySpec(key, "AES");
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no PBKDF2", e);
    } finally {
      spec.clearPassword();
    }
  }

  private static Cipher cipher(int mode, Place place) throws IOException {
    byte[] nonce =
        ByteBuffer.allocate(NONCE).putLong(place.number).putInt(place.last ? 1 : 0).array();
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, place.key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
      cipher.updateAAD(place.header);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no AES-GCM", e);
    }
  }

  /** A chunk's place; each key is used for one file, so its number is nonce enough. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Place(SecretKeySpec key, byte[] header, long number, boolean last) {}

  private static final class Sealing extends OutputStream {
    private final DataOutputStream out;
    private final SecretKeySpec key;
    private final byte[] header;
    private final byte[] held = new byte[CHUNK];
    private int filled;
    private long number;
    private boolean closed;

    Sealing(DataOutputStream out, SecretKeySpec key, byte[] header) {
      this.out = out;
      this.key = key;
      this.header = header;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (filled == CHUNK) {
          chunk(false);
        }
        int part = Math.min(length - done, CHUNK - filled);
        System.arraycopy(bytes, offset + done, held, filled, part);
        filled += part;
        done += part;
      }
    }

    private void chunk(boolean last) throws IOException {
      try {
        byte[] sealed =
            cipher(Cipher.ENCRYPT_MODE, new Place(key, header, number++, last))
                .doFinal(held, 0, filled);
        out.writeBoolean(last);
        out.writeInt(sealed.length);
        out.write(sealed);
        filled = 0;
      } catch (GeneralSecurityException e) {
        throw new IOException("a part cannot be encrypted", e);
      }
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        chunk(true);
        out.close();
      }
    }
  }

  private static final class Opening extends InputStream {
    private final DataInputStream in;
    private final SecretKeySpec key;
    private final byte[] header;
    private byte[] held = new byte[0];
    private int at;
    private long number;
    private boolean last;

    Opening(DataInputStream in, SecretKeySpec key, byte[] header) {
      this.in = in;
      this.key = key;
      this.header = header;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      while (at == held.length) {
        if (last) {
          return -1;
        }
        chunk();
      }
      int part = Math.min(length, held.length - at);
      System.arraycopy(held, at, bytes, offset, part);
      at += part;
      return part;
    }

    private void chunk() throws IOException {
      try {
        last = in.readBoolean();
        int length = in.readInt();
        if (length < TAG || length > CHUNK + TAG) {
          throw new IOException("the backup is damaged");
        }
        byte[] sealed = new byte[length];
        in.readFully(sealed);
        held = cipher(Cipher.DECRYPT_MODE, new Place(key, header, number, last)).doFinal(sealed);
        at = 0;
        number++;
        if (last && in.read() >= 0) {
          throw new IOException("the backup is damaged: something follows its end");
        }
      } catch (EOFException e) {
        throw new IOException("the backup is cut short", e);
      } catch (AEADBadTagException e) {
        throw new IOException(
            number == 0
                ? "the password is wrong, or the backup is damaged"
                : "the backup is damaged",
            e);
      } catch (GeneralSecurityException e) {
        throw new IOException("a part cannot be decrypted", e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
