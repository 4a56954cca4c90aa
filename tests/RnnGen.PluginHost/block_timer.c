#include "block_timer.h"

#include <pthread.h>
#include <time.h>

enum { LARGEST_BLOCK = 4096, WARM_UP = 1000 };

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
