"""The Gradio web app: chat and source view, with texts in Finnish, Swedish and English."""
