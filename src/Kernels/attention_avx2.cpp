#define LANES 8
#include "attention_kernel.h"

const AttentionKernels attention_avx2 = {attention_forward, attention_backward};
