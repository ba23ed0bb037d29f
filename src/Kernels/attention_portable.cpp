#define LANES 4
#include "attention_kernel.h"

const AttentionKernels attention_portable = {attention_forward, attention_backward};
