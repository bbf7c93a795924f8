/** Names that stand for identifiers of people and vehicles wherever they are not to be read. */
package io.tidegate.codec.pseudonym;
