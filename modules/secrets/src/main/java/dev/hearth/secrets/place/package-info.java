/**
 * What credentials become in a tree: SealedSecrets, ExternalSecrets and files encrypted by SOPS.
 */
@NullMarked
package dev.hearth.secrets.place;

import org.jspecify.annotations.NullMarked;
