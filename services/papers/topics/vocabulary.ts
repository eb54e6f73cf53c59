/**
 * The topics and the phrases that speak of them, as docs/topics.md lists them. Case, hyphens and
 * the plural make no difference, `*` stands for the rest of a word. Of phrases that overlap
 * the longest counts: "vision-language model" is no language model.
 */
export const vocabulary = {
  'language models': `
    language model, large language model, LLM, SLM, GPT, BERT, RoBERTa, Llama*, Qwen*, code LLM, prompting,
    instruction tuning, perplexity, text generation, natural language processing, NLP, text classification, sentiment,
    summarization, in-context learning, long context`,
  reasoning: `
    reasoning, reasoner, chain-of-thought, CoT, arithmetic, math word problem, mathematical, theorem proving,
    theorem prover, formal proof, logical, logic puzzle, test-time compute, test-time scaling, overthinking, GSM8K,
    in-context learning`,
  agents: `
    agent, agentic, multi-agent, agent memory, tool use, tool calling, function calling, GUI, computer use,
    web navigation, task planning, orchestrat*`,
  'code generation': `
    code generation, code LLM, code model, code completion, code, coding, coder, program synthesis, programming,
    software engineering, repository-level, unit test, fill-in-the-middle, FIM, SWE-bench`,
  'text-to-SQL': 'text-to-SQL, SQL, NL2SQL, schema linking, database query',
  retrieval: `
    retrieval, retriever, retrieval-augmented, RAG, embedding model, text embedding, rerank*, search engine,
    document ranking, ranking model, open-domain question answering, multi-hop question answering`,
  multilingual: `
    multilingual, multilinguality, cross-lingual, machine translation, translation, low-resource language`,
  'speech and audio': 'speech, audio, voice, speaker, text-to-speech, TTS, ASR, music, sound event, acoustic, spoken',
  multimodal: `
    multimodal, multi-modal, multimodality, multimodal large language model, multimodal LLM, vision-language,
    vision-language model, large vision-language model, visual language model, vision and language, image-text,
    text-image alignment, VLM, LVLM, MLLM, LMM, CLIP, visual question answering, VQA, image captioning, caption,
    omni-modal, any-to-any, cross-modal, LLaVA, understanding and generation, comprehension and generation,
    visual instruction tuning`,
  'computer vision': `
    semantic segmentation, image segmentation, segmentation, object detection, open-vocabulary, image classification,
    image recognition, super-resolution, image restoration, image denoising, pose estimation, mesh recovery,
    depth estimation, optical flow, tracking, computer vision, visual recognition, visual pre-training, vision model,
    vision state space, face recognition, low-light, deblurring, dehazing, scene understanding, image quality`,
  'vision transformers': 'vision transformer, ViT, DeiT, Swin',
  'image generation': `
    image generation, text-to-image, image synthesis, image editing, image translation, image-to-image translation,
    visual generation, visual synthesis, T2I, diffusion transformer, text-to-image diffusion, image diffusion,
    stable diffusion, inpainting, image tokenizer, image tokenization, FID, gFID, rFID, GenEval, generated image,
    generates image, photorealistic`,
  video: 'video, video tokenizer, video tokenization',
  '3D': `
    3D, three-dimensional, NeRF, radiance field, gaussian splatting, mesh, point cloud, novel view synthesis,
    scene reconstruction, 4D, SLAM`,
  'world models': 'world model, world simulator, world modeling, interactive environment, game engine',
  'vector graphics': 'vector graphics, SVG, vector icon, scalable vector',
  'graphic design': 'graphic design, graphic layout, layout generation, poster, icon, typography, font',
  tokenization: `
    tokenizer, tokenization, tokenize, tokenized, detokeniz*, subword, byte-pair, BPE, byte-level, codebook,
    vector quantization, discrete token, continuous token, 1D token, vocabulary, image tokenizer, image tokenization,
    video tokenizer, video tokenization, visual tokenizer, visual tokenization, spatial token, token sequence`,
  efficiency: `
    efficient, efficiency, acceler*, speedup, faster, pruning, prune, token merging, token reduction,
    token compression, token aggregation, sparsification, sparse attention, linear attention, quantization,
    distillation, lightweight, FLOPs, latency, throughput, KV cache, GPU memory, memory footprint, memory usage,
    memory cost, cost, low-rank, parameter-efficient, speculative decoding, parallel sampling, fast training,
    fewer token, fewer step, computational overhead, slimmed, compression`,
  'transfer learning': `
    transfer learning, domain adaptation, domain-adaptive, task adaptation, domain generalization, fine-tuning,
    few-shot, zero-shot transfer, cross-domain, continual learning, meta-learning, LoRA, adapter`,
  'reinforcement learning': `
    reinforcement learning, RL, RLHF, RLVR, GRPO, PPO, DPO, policy gradient, policy optimization, reward model,
    reward, offline RL, Q-learning, actor-critic, preference optimization, bandit`,
  robotics: `
    robot, robotic, robotic manipulation, dexterous, grasping, embodied, embodied agent, vision-language-action,
    vision-language-action model, VLA, locomotion, humanoid, robot navigation, vision-and-language navigation,
    sim-to-real`,
  'autonomous driving': `
    autonomous driving, self-driving, autonomous vehicle, driving scene, end-to-end driving, traffic, lidar, BEV,
    motion forecasting`,
  safety: `
    AI safety, safety, jailbreak*, value alignment, safety alignment, adversarial, red teaming, harmful, hate speech,
    hallucination, fairness, toxic*, watermark*, backdoor, unlearning, deepfake, misinformation, guardrail, attack,
    trustworth*`,
  privacy: `
    privacy, privacy-preserving, private data, federated, differential privacy, differentially private,
    membership inference`,
  interpretability: `
    interpretab*, explainab*, mechanistic, sparse autoencoder, circuit discovery, probing, feature attribution,
    saliency, activation steering`,
  evaluation: `
    benchmark, benchmarking, leaderboard, LLM-as-a-judge, evaluation metric, evaluation framework, test suite`,
  datasets: `
    dataset, corpus, data curation, data selection, synthetic data, annotation, data augmentation, data mixture,
    crowdsourc*`,
  'generative models': `
    diffusion model, diffusion language model, flow matching, rectified flow, GAN, generative adversarial network,
    score-based, variational autoencoder, VAE, normalizing flow, consistency model, energy-based model`,
  'training methods': `
    optimizer, learning rate, scaling law, batch size, self-supervised, contrastive learning, curriculum learning,
    mixture-of-experts, MoE, initialization, loss landscape, gradient descent, weight decay, model merging`,
  graphs: `
    graph neural network, GNN, knowledge graph, graph learning, graph representation, node classification,
    link prediction, graph transformer, hypergraph`,
  'time series': 'time series, forecasting, anomaly detection, sensor data, spatio-temporal, spatiotemporal',
  recommendation: `
    recommendation, recommender, collaborative filtering, click-through rate, CTR, advertising, e-commerce`,
  medicine: `
    medical, medicine, clinical, healthcare, patient, radiology, pathology, MRI, disease, diagnosis, diagnostic,
    surgical, biomedical, electronic health record, cancer, tumor`,
  science: `
    molecule, molecular, protein, drug discovery, chemistry, chemical, material science, crystal, physics, biology,
    genom*, climate, weather, PDE, scientific discovery, astronomy, microscopy`,
  theory: `
    theoretical, theoretical analysis, theorem, convergence, generalization bound, sample complexity, regret,
    provabl*, lower bound, kernel method, causal inference, causal discovery, causality`
} as const satisfies Record<string, string>

export type Topic = keyof typeof vocabulary

/** Phrases that hold another phrase's word and speak of nothing. */
export const emptyPhrases = `
  code is available, code available, our code, source code, code and model, code and data, code will be, code at`

export function phrasesOf(list: string): string[] {
  return list.trim().split(/,\s+/)
}
