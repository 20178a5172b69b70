/**
 * What can be configured: every option with its key, default and allowed values in
 * {@link io.clientele.jobs.settings.Options}, resolved into one validated {@link io.clientele.jobs.settings.JobSettings}.
 */
@NullMarked
package io.clientele.jobs.settings;

import org.jspecify.annotations.NullMarked;
