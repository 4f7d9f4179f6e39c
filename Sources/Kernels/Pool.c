#define _GNU_SOURCE
#include "MartletPool.h"

#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/// The nanoseconds that a thread spins before it sleeps.
enum { spin_nanoseconds = 50000 };

struct martlet_pool {
  /// The current region: generation << 32 | chunks << 16 | the next chunk to claim.
  _Alignas(64) _Atomic uint64_t region;
  /// The region's work; written before `region`, read before a claim succeeds.
  _Atomic(martlet_chunk_function) function;
  _Atomic(void *) context;
  /// The chunks of the region that are done.
  _Alignas(64) _Atomic uint32_t finished;
  /// Whether the caller sleeps on `finished`.
  _Atomic uint32_t caller_sleeps;
  /// Counts regions; helpers sleep on it.
  _Alignas(64) _Atomic uint32_t signal;
  /// The helpers that sleep or are about to.
  _Atomic uint32_t sleepers;
  /// Whether a region runs.
  _Atomic uint32_t busy;
  /// Whether helpers shall end.
  _Atomic uint32_t stopping;
  int32_t helper_count;
  pthread_t helpers[];
};

static void futex_wait(_Atomic uint32_t *word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, NULL, NULL, 0);
}

static void futex_wake(_Atomic uint32_t *word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/// Tells the processor that this thread spins.
static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Claims and runs one chunk; false if none is left.
static bool work(martlet_pool *pool) {
  uint64_t region = atomic_load_explicit(&pool->region, memory_order_acquire);
  for (;;) {
    uint32_t next = region & 0xFFFF;
    uint32_t chunks = (region >> 16) & 0xFFFF;
    if (next >= chunks) return false;
    // If these belong to a later region, then the generation has changed and the claim fails.
    martlet_chunk_function function = atomic_load_explicit(&pool->function, memory_order_relaxed);
    void *context = atomic_load_explicit(&pool->context, memory_order_relaxed);
    if (!atomic_compare_exchange_weak_explicit(
            &pool->region, &region, region + 1, memory_order_acq_rel, memory_order_acquire))
      continue;
    function(context, (int32_t)next);
    // The caller may begin another region as soon as `finished` is complete, but `pool` stays.
    uint32_t finished = atomic_fetch_add(&pool->finished, 1) + 1;
    if (finished == chunks && atomic_load(&pool->caller_sleeps)) futex_wake(&pool->finished, 1);
    return true;
  }
}

/// A helper's life: work, spin, sleep.
static void *help(void *argument) {
  martlet_pool *pool = argument;
  for (;;) {
    // Read first: whatever happens from here on changes it, and the sleep below is refused.
    uint32_t signal = atomic_load(&pool->signal);
    if (atomic_load(&pool->stopping)) return NULL;
    if (work(pool)) continue;
    int64_t start = now();
    while (atomic_load_explicit(&pool->signal, memory_order_relaxed) == signal
           && now() - start < spin_nanoseconds)
      for (int i = 0; i < 16; i++) relax();
    if (atomic_load(&pool->signal) != signal) continue;
    atomic_fetch_add(&pool->sleepers, 1);
    futex_wait(&pool->signal, signal);
    atomic_fetch_sub(&pool->sleepers, 1);
  }
}

/// Waits until all chunks are done; those left are running on helpers.
static void await(martlet_pool *pool, uint32_t chunks) {
  int64_t start = now();
  uint32_t finished;
  while ((finished = atomic_load(&pool->finished)) != chunks) {
    if (now() - start < spin_nanoseconds) {
      for (int i = 0; i < 16; i++) relax();
      continue;
    }
    atomic_store(&pool->caller_sleeps, 1);
    finished = atomic_load(&pool->finished);
    if (finished != chunks) futex_wait(&pool->finished, finished);
    atomic_store(&pool->caller_sleeps, 0);
  }
}

martlet_pool *martlet_pool_create(int32_t threads) {
  int32_t helpers = threads > 1 ? threads - 1 : 0;
  size_t size = sizeof(martlet_pool) + (size_t)helpers * sizeof(pthread_t);
  martlet_pool *pool = aligned_alloc(64, (size + 63) / 64 * 64);
  if (!pool) return NULL;
  atomic_init(&pool->region, 0);
  atomic_init(&pool->function, NULL);
  atomic_init(&pool->context, NULL);
  atomic_init(&pool->finished, 0);
  atomic_init(&pool->caller_sleeps, 0);
  atomic_init(&pool->signal, 0);
  atomic_init(&pool->sleepers, 0);
  atomic_init(&pool->busy, 0);
  atomic_init(&pool->stopping, 0);
  pool->helper_count = 0;
  while (pool->helper_count < helpers
         && pthread_create(&pool->helpers[pool->helper_count], NULL, help, pool) == 0)
    pool->helper_count++;
  return pool;
}

void martlet_pool_destroy(martlet_pool *pool) {
  atomic_store(&pool->stopping, 1);
  atomic_fetch_add(&pool->signal, 1);
  futex_wake(&pool->signal, pool->helper_count);
  for (int32_t i = 0; i < pool->helper_count; i++) pthread_join(pool->helpers[i], NULL);
  free(pool);
}

int32_t martlet_pool_threads(const martlet_pool *pool) { return pool->helper_count + 1; }

void martlet_pool_run(
    martlet_pool *pool, int32_t chunks, martlet_chunk_function function, void *context) {
  bool is_alone = chunks <= 1 || pool->helper_count == 0 || atomic_exchange(&pool->busy, 1);
  if (is_alone) {
    for (int32_t chunk = 0; chunk < chunks; chunk++) function(context, chunk);
    return;
  }
  atomic_store_explicit(&pool->function, function, memory_order_relaxed);
  atomic_store_explicit(&pool->context, context, memory_order_relaxed);
  atomic_store_explicit(&pool->finished, 0, memory_order_relaxed);
  uint64_t generation = atomic_load_explicit(&pool->region, memory_order_relaxed) >> 32;
  uint64_t region = (uint64_t)(uint32_t)(generation + 1) << 32 | (uint64_t)chunks << 16;
  atomic_store(&pool->region, region);
  atomic_fetch_add(&pool->signal, 1);
  if (atomic_load(&pool->sleepers)) {
    int32_t wanted = chunks - 1 < pool->helper_count ? chunks - 1 : pool->helper_count;
    futex_wake(&pool->signal, wanted);
  }
  while (work(pool)) {}
  await(pool, (uint32_t)chunks);
  atomic_store(&pool->busy, 0);
}
