/// Threads that share the chunks of one region of work at a time.
///
/// The caller works too and waits for chunks, never for a helper: a helper that is late, or
/// asleep, costs nothing. Helpers spin for some 50 microseconds after a region, then sleep.
#pragma once

#include <stdint.h>

/// A pool; made and used by one thread or more, one region at a time.
typedef struct martlet_pool martlet_pool;

/// A region's work on one of its chunks.
typedef void (*martlet_chunk_function)(void *context, int32_t chunk);

/// A pool in which `threads` threads work, the caller among them; null if memory lacks.
martlet_pool *martlet_pool_create(int32_t threads);

/// Ends the helpers and frees the pool.
void martlet_pool_destroy(martlet_pool *pool);

/// The threads that work, the caller among them; fewer than asked for if the system refused.
int32_t martlet_pool_threads(const martlet_pool *pool);

/// Calls `function(context, chunk)` for each chunk in `0 ..< chunks`, at most 65535, and returns
/// when all have returned.
///
/// A region within a region, or beside one, runs on its caller alone.
void martlet_pool_run(
    martlet_pool *pool, int32_t chunks, martlet_chunk_function function, void *context);
