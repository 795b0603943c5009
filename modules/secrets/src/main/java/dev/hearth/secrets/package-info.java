/**
 * Sealing as the Sealed Secrets controller opens it, and the folder of what is sealed. Nothing here touches a disk.
 */
@NullMarked
package dev.hearth.secrets;

import org.jspecify.annotations.NullMarked;
