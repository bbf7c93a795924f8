package org.eclipse.kura.crypto;

import org.eclipse.kura.KuraException;

public interface CryptoService {
  char[] encryptAes(char[] value) throws KuraException;

  char[] decryptAes(char[] encryptedValue) throws KuraException;
}
