// Philox4x32-10 in bulk. Included by Tier.h; see MartletRandom.h for what the numbers are.

enum { NAME(blocks_at_once) = 64 };

/// Words 0 ..< 4 * 64 from block `first` on: word by word, so that the compiler's vectors fit.
static void NAME(philox_words)(uint64_t key, uint64_t first, uint32_t *out) {
  uint32_t a[NAME(blocks_at_once)], b[NAME(blocks_at_once)];
  uint32_t c[NAME(blocks_at_once)], d[NAME(blocks_at_once)];
  for (int i = 0; i < NAME(blocks_at_once); i++) {
    uint64_t counter = first + (uint64_t)i;
    a[i] = (uint32_t)counter;
    b[i] = (uint32_t)(counter >> 32);
    c[i] = d[i] = 0;
  }
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    for (int i = 0; i < NAME(blocks_at_once); i++) {
      uint64_t p = (uint64_t)a[i] * 0xD2511F53u, q = (uint64_t)c[i] * 0xCD9E8D57u;
      a[i] = (uint32_t)(q >> 32) ^ b[i] ^ k0;
      b[i] = (uint32_t)q;
      c[i] = (uint32_t)(p >> 32) ^ d[i] ^ k1;
      d[i] = (uint32_t)p;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  for (int i = 0; i < NAME(blocks_at_once); i++) {
    out[4 * i] = a[i];
    out[4 * i + 1] = b[i];
    out[4 * i + 2] = c[i];
    out[4 * i + 3] = d[i];
  }
}

/// Defines a function that makes `per_batch` numbers at a time and copies the range asked for.
#define BULK(name, type, per_batch, make)                                         \
  static void NAME(name)(uint64_t key, int64_t begin, int64_t end, type *out) {   \
    uint32_t words[4 * NAME(blocks_at_once)];                                     \
    type numbers[per_batch];                                                      \
    for (int64_t batch = begin / (per_batch); batch * (per_batch) < end; batch++) { \
      NAME(philox_words)(key, (uint64_t)batch * NAME(blocks_at_once), words);     \
      make(words, numbers);                                                       \
      int64_t first = batch * (per_batch), limit = first + (per_batch);           \
      int64_t from = first < begin ? begin : first, to = limit < end ? limit : end; \
      memcpy(out + (from - begin), numbers + (from - first),                      \
             (size_t)(to - from) * sizeof(type));                                 \
    }                                                                             \
  }

enum {
  NAME(words_at_once) = 4 * NAME(blocks_at_once),
  NAME(pairs_at_once) = 2 * NAME(blocks_at_once),
};

/// The words themselves.
static INLINE void NAME(keep)(const uint32_t *words, uint32_t *numbers) {
  memcpy(numbers, words, NAME(words_at_once) * sizeof *words);
}

/// Fractions of 24 bits.
static INLINE void NAME(fractions_f32)(const uint32_t *words, float *numbers) {
  for (int i = 0; i < NAME(words_at_once); i++)
    numbers[i] = (float)(int32_t)(words[i] >> 8) * 0x1p-24f;
}

/// Normal numbers from pairs of fractions.
static INLINE void NAME(normals_f32)(const uint32_t *words, float *numbers) {
  float u[NAME(pairs_at_once)], v[NAME(pairs_at_once)];
  for (int i = 0; i < NAME(pairs_at_once); i++) {
    u[i] = (float)(int32_t)((words[2 * i] >> 8) + 1) * 0x1p-24f;
    v[i] = (float)(int32_t)(words[2 * i + 1] >> 8) * 0x1p-24f;
  }
  for (int i = 0; i < NAME(pairs_at_once); i += LANES) {
    V fraction, angle;
    memcpy(&fraction, u + i, sizeof fraction);
    memcpy(&angle, v + i, sizeof angle);
    V radius = __builtin_elementwise_sqrt(NAME(log)(fraction) * -2.0f);
    angle = angle * 6.283185307f;
    V cosine = radius * NAME(sine)(angle, 1), sine = radius * NAME(sine)(angle, 0);
    memcpy(u + i, &cosine, sizeof cosine);
    memcpy(v + i, &sine, sizeof sine);
  }
  for (int i = 0; i < NAME(pairs_at_once); i++) {
    numbers[2 * i] = u[i];
    numbers[2 * i + 1] = v[i];
  }
}

BULK(random_bits, uint32_t, NAME(words_at_once), NAME(keep))
BULK(random_uniform_f32, float, NAME(words_at_once), NAME(fractions_f32))
BULK(random_normal_f32, float, NAME(words_at_once), NAME(normals_f32))
#undef BULK
