#define LANES 16
#include "attention_kernel.h"

const AttentionKernels attention_avx512 = {attention_forward, attention_backward};
