/* A host of the plug-in: host BLOCKS [INPUT OUTPUT]. Plays a file of floats through several instances at once, and times blocks. */
#include "block_timer.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RATE = 48000, BLOCK = 64, CHANNELS = 3, MOST_SAMPLES = 1 << 20 };
static amp_instance *amps[CHANNELS];
static float input[MOST_SAMPLES], outputs[CHANNELS][MOST_SAMPLES];
static int count;

static void require(int holds, const char *what)
{
    if (!holds)
    {
        fprintf(stderr, "host: not so: %s\n", what);
        exit(1);
    }
}

/* One channel on a thread of its own, in blocks of another size than the others: 64, 8, 1. */
static void *play(void *channel)
{
    int c = (int)(intptr_t)channel, block = BLOCK >> 3 * c;
    for (int start = 0; start < count; start += block)
        require(amp_process(amps[c], outputs[c] + start, count - start < block ? count - start : block) == AMP_OK, "a block is computed");
    return 0;
}

int main(int arguments, char **argument)
{
    int blocks = arguments > 1 ? atoi(argument[1]) : 0;
    FILE *read = arguments > 3 ? fopen(argument[2], "rb") : 0, *written = arguments > 3 ? fopen(argument[3], "wb") : 0;
    require(blocks > 0 && (arguments < 4 || (read && written)), "host BLOCKS [INPUT OUTPUT] has blocks and files");
    count = read ? (int)fread(input, sizeof(float), MOST_SAMPLES, read) : 0;
    int half = count / 2, bytes = count * (int)sizeof(float);
    require(amp_version() == AMP_VERSION, "the library has the version of the header");
    pthread_t threads[CHANNELS];
    for (intptr_t c = 0; c < CHANNELS; c++)
    {
        require(amp_create(RATE, &amps[c]) == AMP_OK, "an instance is created");
        memcpy(outputs[c], input, bytes);
        require(pthread_create(&threads[c], 0, play, (void *)c) == 0, "a thread starts");
    }
    for (int c = 0; c < CHANNELS; c++)
        pthread_join(threads[c], 0);
    require(!memcmp(outputs[0], outputs[1], bytes) && !memcmp(outputs[0], outputs[2], bytes), "the samples do not depend on blocks and threads");

    static char state[1 << 16];
    int size = amp_state_size();
    require(size > 0 && size <= (int)sizeof state, "a state has a size");
    require(amp_reset(amps[1]) == AMP_OK && amp_process(amps[1], memcpy(outputs[1], input, bytes), half) == AMP_OK, "a reset instance plays again");
    require(amp_save_state(amps[1], state, size) == AMP_OK && amp_load_state(amps[2], state, size) == AMP_OK, "another one gets its state");
    require(amp_process(amps[2], memcpy(outputs[2], input + half, bytes - half * (int)sizeof(float)), count - half) == AMP_OK, "and plays the rest");
    require(!memcmp(outputs[0], outputs[1], half * sizeof(float)) && !memcmp(outputs[0] + half, outputs[2], (count - half) * sizeof(float)), "both as before");

    float bad[2] = {0.5f, NAN};
    amp_instance *none = amps[0];
    require(amp_create(0, &none) == AMP_RATE && !none && amp_create(RATE, 0) == AMP_NULL && amp_process(0, bad, 1) == AMP_NULL, "bad arguments are refused");
    require(amp_process(amps[0], bad, 2) == AMP_NOT_FINITE && bad[0] == 0.5f && amp_save_state(amps[0], state, size - 1) == AMP_STATE, "and change nothing");
    state[8] ^= 1;
    require(amp_load_state(amps[2], state, size) == AMP_STATE && amp_load_state(amps[2], state, 3) == AMP_STATE, "a state of something else is refused");
    require(!written || (fwrite(outputs[0], sizeof(float), count, written) == (size_t)count && fclose(written) == 0), "the output is written");

    int64_t *ns = malloc(blocks * sizeof *ns), allocated = ns ? time_blocks_on_new_thread(amps[0], BLOCK, ns, blocks) : AMP_MEMORY;
    require(allocated == 0 && amp_collections() == 0, "no block allocates, nothing is collected");
    print_blocks(ns, blocks, BLOCK, allocated);
    for (int c = 0; c < CHANNELS; c++)
        amp_destroy(amps[c]);
    free(ns);
    return 0;
}
