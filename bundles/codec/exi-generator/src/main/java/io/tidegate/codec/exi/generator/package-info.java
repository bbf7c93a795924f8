/** The generator of the EXI codecs: a build tool that reads a schema model and writes records. */
package io.tidegate.codec.exi.generator;
