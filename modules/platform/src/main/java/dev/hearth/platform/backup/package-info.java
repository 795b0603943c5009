/**
 * Components that keep copies of data. Start from {@link dev.hearth.platform.backup.Velero} and {@link
 * dev.hearth.platform.backup.BackupLocation}.
 */
@NullMarked
package dev.hearth.platform.backup;

import org.jspecify.annotations.NullMarked;
