#include "block_timer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { LARGEST_BLOCK = 4096, WARM_UP = 1000, HIGHEST = -20 };

typedef struct
{
    amp_instance *amp;
    int64_t *ns, result;
    int32_t block, count;
} timing;

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

int32_t raise_priority(void)
{
    /* On Linux a priority is a thread's. */
    return setpriority(PRIO_PROCESS, 0, HIGHEST) == 0;
}

int64_t time_blocks(amp_instance *amp, int32_t block, int64_t *ns, int32_t count)
{
    if (block < 1 || block > LARGEST_BLOCK)
        return AMP_NULL;
    float samples[LARGEST_BLOCK];
    uint32_t noise = 1;
    int64_t before = 0, allocated = 0;
    for (int32_t i = -WARM_UP; i < count; i++)
    {
        for (int32_t s = 0; s < block; s++)
        {
            noise = noise * 1664525u + 1013904223u;
            samples[s] = (float)(int32_t)noise * 0x1p-32f;
        }
        if (i == 0)
        {
            allocated = amp_allocated_bytes();
            before = now();
        }
        int32_t result = amp_process(amp, samples, block);
        if (result != AMP_OK)
            return result;
        if (i >= 0)
        {
            int64_t end = now();
            ns[i] = end - before;
            before = end;
        }
    }
    return amp_allocated_bytes() - allocated;
}

static void *run(void *argument)
{
    timing *t = argument;
    raise_priority();
    t->result = time_blocks(t->amp, t->block, t->ns, t->count);
    return 0;
}

int64_t time_blocks_on_new_thread(amp_instance *amp, int32_t block, int64_t *ns, int32_t count)
{
    timing t = {amp, ns, AMP_INTERNAL, block, count};
    pthread_t thread;
    if (pthread_create(&thread, 0, run, &t) != 0)
        return AMP_INTERNAL;
    pthread_join(thread, 0);
    return t.result;
}

static int ascending(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

void print_blocks(int64_t *ns, int32_t count, int32_t block, int64_t allocated)
{
    static const double shares[] = {0.5, 0.999, 0.9999, 1};
    long times[4];
    qsort(ns, count, sizeof *ns, ascending);
    for (int i = 0; i < 4; i++)
    {
        /* The least time that at least that share of the blocks does not exceed. */
        int32_t place = (int32_t)(shares[i] * count);
        times[i] = (long)ns[place < shares[i] * count || place == 0 ? place : place - 1];
    }
    printf("%d blocks of %d: %ld bytes, %d collections; ns: p50 %ld, p99.9 %ld, p99.99 %ld, max %ld\n", (int)count, (int)block, (long)allocated,
        (int)amp_collections(), times[0], times[1], times[2], times[3]);
}
