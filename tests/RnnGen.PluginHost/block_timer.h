#ifndef BLOCK_TIMER_H
#define BLOCK_TIMER_H

#include "amp.h"

#include <stdint.h>

/* Puts the calling thread before others, as an audio driver does with its own; whoever may not goes on as he is. Returns whether it could. */
int32_t raise_priority(void);

/* Times blocks of samples, back to back, on the calling thread: ns[i] is from the end of block i - 1 to the end of block i.
   Returns the bytes that the library allocated meanwhile, or what amp_process said. */
int64_t time_blocks(amp_instance *amp, int32_t block, int64_t *ns, int32_t count);

/* The same on a new thread before others, which nothing but C and the library knows. */
int64_t time_blocks_on_new_thread(amp_instance *amp, int32_t block, int64_t *ns, int32_t count);

/* Prints percentiles of the times, which it sorts, and the library's collections so far. */
void print_blocks(int64_t *ns, int32_t count, int32_t block, int64_t allocated);

#endif
