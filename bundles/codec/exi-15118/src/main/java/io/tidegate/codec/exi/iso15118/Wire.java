package io.tidegate.codec.exi.iso15118;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of the standard: of a type, or of the element that a component stands for. An attribute
 * begins with {@code @}, the text of an element is {@code #text}, a list of alternatives {@code *}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Wire {
  /** The name. */
  String value();
}
