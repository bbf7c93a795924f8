/** Operators' YAML files to typed values, with the line of everything that is wrong. */
package io.tidegate.codec.yaml;
