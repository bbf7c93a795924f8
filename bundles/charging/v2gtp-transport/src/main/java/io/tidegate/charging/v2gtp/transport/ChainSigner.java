package io.tidegate.charging.v2gtp.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsStreamSigner;

/**
 * Signs a handshake with a key of one of our chains. Java finds who can sign with it, so that a key
 * on a PKCS#11 token stays there. One handshake each.
 */
final class ChainSigner implements TlsCredentialedSigner {
  private final TlsKeys.Chain chain;
  private final Certificate certificate;

  ChainSigner(TlsKeys.Chain chain, Certificate certificate) {
    this.chain = chain;
    this.certificate = certificate;
  }

  @Override
  public Certificate getCertificate() {
    return certificate;
  }

  @Override
  public SignatureAndHashAlgorithm getSignatureAndHashAlgorithm() {
    return SignatureScheme.getSignatureAndHashAlgorithm(chain.kind().scheme);
  }

  @Override
  public byte[] generateRawSignature(byte[] hash) throws IOException {
    throw new TlsFatalAlert(AlertDescription.internal_error); // streams are asked for first
  }

  @Override
  public TlsStreamSigner getStreamSigner() throws IOException {
    try {
      Signature signature = Signature.getInstance(chain.kind().algorithm);
      signature.initSign(chain.key());
      return new Stream(signature);
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  private static final class Stream extends OutputStream implements TlsStreamSigner {
    private final Signature signature;

    Stream(Signature signature) {
      this.signature = signature;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        signature.update(bytes, offset, length);
      } catch (GeneralSecurityException e) {
        throw new TlsFatalAlert(AlertDescription.internal_error, e);
      }
    }

    @Override
    public OutputStream getOutputStream() {
      return this;
    }

    @Override
    public byte[] getSignature() throws IOException {
      try {
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new TlsFatalAlert(AlertDescription.internal_error, e);
      }
    }
  }
}
