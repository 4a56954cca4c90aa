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

/* What functions return: 0 or more where they did what they should. */
enum
{
    AMP_OK = 0,
    AMP_UNSTABLE = 1,     /* amp_create: there is an instance, but at this sample rate it may whistle or hum */
    AMP_NULL = -1,        /* a pointer is NULL, or a number of samples or bytes is negative */
    AMP_RATE = -2,        /* amp_create: the sample rate is not from 1/4 to 16 times that of the capture */
    AMP_NOT_FINITE = -3,  /* amp_process: a sample is infinite or not a number; samples and state are as they were */
    AMP_STATE = -4,       /* amp_load_state: no state of this amplifier, and nothing has changed; amp_save_state: the buffer is too small */
    AMP_MEMORY = -5,      /* amp_create: no memory is left */
    AMP_INTERNAL = -6     /* a fault of the library */
};

/* The library's AMP_VERSION. */
int32_t amp_version(void);

/* Creates an instance for a sample rate; at every rate it sounds like the capture at its own. It has heard half a second of silence. */
int32_t amp_create(double sample_rate, amp_instance **instance);

/* Ends an instance; NULL is none. */
void amp_destroy(amp_instance *instance);

/* Computes samples in place: any number of them, with the same results however they are divided into calls. */
int32_t amp_process(amp_instance *instance, float *samples, int32_t count);

/* Goes back to the state after half a second of silence. */
int32_t amp_reset(amp_instance *instance);

/* The bytes of a saved state. */
int32_t amp_state_size(void);

/* Writes the state: the same bytes on every machine. They fit every instance of the same capture. At the capture's own sample rate an instance goes on from
   them to the very bits; at another one it reads states of earlier samples, too, which become the saved one. */
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
