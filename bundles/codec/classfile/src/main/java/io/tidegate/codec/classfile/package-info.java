/**
 * Class files as far as linking goes (JVMS 17, chapters 4 and 5): what a class declares, what it
 * asks of others, and whether those others have it. Nothing is loaded. Pure functions over bytes,
 * no I/O, no clock.
 */
package io.tidegate.codec.classfile;
