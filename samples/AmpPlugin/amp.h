/*
 * A captured guitar amplifier as a shared library. What is behind these functions is C# with a runtime, a heap and a collector of its own.
 *
 * An instance is one channel. Any number of instances may be alive, and different ones may be used by different threads at once; one instance belongs to one
 * thread at a time. amp_process, amp_reset, amp_save_state and amp_load_state neither allocate nor lock nor wait: they may be called by an audio thread.
 * amp_create and amp_destroy may not.
 *
 * The first call from a thread makes the thread known to the library, which takes longer than other calls: call amp_version from an audio thread before it has
 * a deadline. The library cannot be unloaded: dlclose leaves it in the process. No exception leaves a function; each says by its result what went wrong.
 */
#ifndef AMP_H
#define AMP_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header. A library with another one has other functions. */
#define AMP_VERSION 1

/* One channel. */
typedef struct amp_instance amp_instance;

/* What functions return. */
enum
{
    AMP_OK = 0,
    AMP_NULL = -1,        /* a pointer is NULL, or a number of samples or bytes is negative */
    AMP_RATE = -2,        /* amp_create: the sample rate is not between 8000 and 768000 */
    AMP_NOT_FINITE = -3,  /* amp_process: a sample is infinite or not a number; samples and state are as they were */
    AMP_STATE = -4,       /* amp_load_state: no state of this amplifier at this sample rate; the state is as it was.
                             amp_save_state: the buffer is too small */
    AMP_MEMORY = -5,      /* amp_create: no memory is left */
    AMP_INTERNAL = -6     /* a fault of the library */
};

/* The library's AMP_VERSION. */
int32_t amp_version(void);

/* Creates an instance for a sample rate. It has heard half a second of silence. */
int32_t amp_create(double sample_rate, amp_instance **instance);

/* Ends an instance; NULL is none. */
void amp_destroy(amp_instance *instance);

/* Computes samples in place: any number of them, with the same results however they are divided into calls. */
int32_t amp_process(amp_instance *instance, float *samples, int32_t count);

/* Goes back to the state after half a second of silence. */
int32_t amp_reset(amp_instance *instance);

/* The bytes of a state, or what is wrong (negative). */
int32_t amp_state_size(const amp_instance *instance);

/* Writes the state: the same bytes on every machine. They fit instances of the same capture and the same sample rate. */
int32_t amp_save_state(const amp_instance *instance, void *buffer, int32_t size);

/* Goes on from a state that was written by amp_save_state. */
int32_t amp_load_state(amp_instance *instance, const void *buffer, int32_t size);

/* For measurements: the bytes that the calling thread has allocated on the library's heap so far, and the library's collections so far. */
int64_t amp_allocated_bytes(void);
int32_t amp_collections(void);

#ifdef __cplusplus
}
#endif

#endif
