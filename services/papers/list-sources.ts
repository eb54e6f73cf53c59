/** Whose list is somebody's choice: only they make a paper a candidate. arXiv announces, it does not choose. */
export const listingSources = ['huggingface', 'saved-page', 'json', 'curator']

/** Those whose lists are Hugging Face Daily Papers', however they came here: they are credited. */
export const huggingFaceLists = ['huggingface', 'saved-page']
