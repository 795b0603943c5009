/**
 * What of a component is backed up, and what follows from that. Start from {@link dev.hearth.dsl.backup.Backup}; the component of
 * a Velero offers {@link dev.hearth.dsl.backup.BackupOffer}.
 */
@NullMarked
package dev.hearth.dsl.backup;

import org.jspecify.annotations.NullMarked;
