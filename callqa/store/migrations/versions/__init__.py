"""One file a revision, each as it was released: what stands here is not altered afterwards."""
