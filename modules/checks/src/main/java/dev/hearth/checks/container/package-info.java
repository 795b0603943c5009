/** What a container is started with: its command, its files, its volumes and its variables, as far as the tree tells. */
@NullMarked
package dev.hearth.checks.container;

import org.jspecify.annotations.NullMarked;
