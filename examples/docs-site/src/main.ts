import { releaseText } from './release';

const element = document.querySelector('#release');
if (element) {
  void releaseText().then((text) => {
    element.textContent = text;
  });
}
